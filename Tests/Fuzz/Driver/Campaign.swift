import Glibc

#if LibFuzzer
    @_silgen_name("LLVMFuzzerRunDriver")
    private func runDriver(
        _ count: UnsafeMutablePointer<Int32>,
        _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
        _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
    ) -> Int32

    /// Inputs that lead to new code are kept and changed further.
    enum Campaign {
        nonisolated(unsafe) private static var subject = Subject.json

        static func run(_ subject: Subject, _ arguments: [String]) {
            Self.subject = subject
            var words = (["fuzz"] + arguments).map { strdup($0) } + [nil]
            var count = Int32(words.count - 1)
            words.withUnsafeMutableBufferPointer { buffer in
                var start = buffer.baseAddress
                let status = runDriver(&count, &start) { bytes, size in
                    Campaign.subject.take(Array(UnsafeBufferPointer(start: bytes, count: size)))
                    return 0
                }
                exit(status)
            }
        }
    }
#else
    /// Changes the inputs of the folders at random, from a fixed seed; the last one is kept in the file `crash`.
    enum Campaign {
        static func run(_ subject: Subject, _ arguments: [String]) {
            let seconds = arguments.lazy.compactMap { $0.split(separator: "=").last.flatMap { Int($0) } }.first ?? 20
            let inputs = arguments.filter { !$0.hasPrefix("-") }.flatMap(contents)
            var random = Xorshift()
            let file = open("crash-\(subject.rawValue)", O_RDWR | O_CREAT | O_TRUNC, 0o644)
            let end = ContinuousClock.now + .seconds(seconds)
            var rounds = 0
            while ContinuousClock.now < end {
                var input = inputs.isEmpty ? [] : inputs[random.below(inputs.count)]
                for _ in 0...random.below(4) { change(&input, &random) }
                _ = pwrite(file, input, input.count, 0)
                _ = ftruncate(file, input.count)
                subject.take(input)
                rounds += 1
            }
            unlink("crash-\(subject.rawValue)")
            print("\(rounds) inputs")
        }

        private static func change(_ input: inout [UInt8], _ random: inout Xorshift) {
            let place = random.below(input.count + 1)
            switch random.below(4) {
            case 0: input.insert(UInt8(random.below(256)), at: place)
            case 1: input.removeSubrange(place..<min(input.count, place + random.below(16)))
            case 2: input.insert(contentsOf: input[place..<min(input.count, place + random.below(32))], at: place)
            default: if place < input.count { input[place] ^= 1 << UInt8(random.below(8)) }
            }
        }

        private static func contents(of folder: String) -> [[UInt8]] {
            guard let directory = opendir(folder) else { return [] }
            defer { closedir(directory) }
            var result: [[UInt8]] = []
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard let file = fopen("\(folder)/\(name)", "r") else { continue }
                defer { fclose(file) }
                var bytes = [UInt8](repeating: 0, count: 1 << 16)
                let count = fread(&bytes, 1, bytes.count, file)
                if count > 0 { result.append(Array(bytes[..<count])) }
            }
            return result
        }
    }

    private struct Xorshift {
        private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

        mutating func below(_ limit: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(truncatingIfNeeded: state >> 33) % limit
        }
    }
#endif
