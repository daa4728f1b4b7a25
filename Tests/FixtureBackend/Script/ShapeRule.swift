/// A shape as a script describes it; what is random in it is settled for each use by the seed.
struct ShapeRule: Sendable {
    let chunk: Int?
    let pause: Duration?
    let fragment: Int?
    let ping: String?
    /// The cut lies in this range; a fixed one has a single value.
    let cut: ClosedRange<Int>?
    /// Nil: any.
    let end: Ending?
    let seed: UInt64
}

extension ShapeRule {
    func shape(use: Int) -> Shape {
        var random = SplitMix(seed: seed &+ UInt64(use) &* 0x1234_5678_9abc_def1)
        return Shape(
            chunk: chunk, pause: pause, cut: cut.map { Int.random(in: $0, using: &random) },
            end: end ?? Ending.ofNetworks.randomElement(using: &random) ?? .drop, fragment: fragment, ping: ping)
    }
}

extension ShapeRule: Decodable {
    init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder, known: ["chunk", "pause", "fragment", "ping", "cut", "end", "seed"])
        chunk = try fields.optional("chunk").map { max(1, $0) }
        pause = try fields.duration("pause")
        fragment = try fields.optional("fragment")
        ping = try fields.optional("ping")
        seed = try fields.optional("seed") ?? 0
        let ending: String = try fields.optional("end") ?? Ending.drop.rawValue
        end = Ending(rawValue: ending)
        guard end != nil || ending == "any" else { throw fields.error("no such end: \(ending)") }
        if let range = try? fields.optional("cut") as [Int]? {
            guard range.count == 2, range[0] <= range[1] else { throw fields.error("a cut range is [from, to]") }
            cut = range[0]...range[1]
        } else {
            cut = try fields.optional("cut").map { $0...$0 }
        }
    }
}

/// SplitMix64: small, and the same everywhere.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
