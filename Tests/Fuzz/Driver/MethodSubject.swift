@testable import Shared

/// The check of what `yoi-send` reads: a method that passed must be accepted again as it is written.
enum MethodSubject {
    static func take(_ pieces: [ArraySlice<UInt8>]) {
        var reader = MethodReader()
        do throws(Failure) {
            for piece in pieces {
                reader.append(Array(piece))
                while let input = try reader.next() {
                    guard case .method(let method, _) = input else { continue }
                    var writer = JSONWriter()
                    method.write(to: &writer)
                    let again = (try? JSON(writer.bytes)).flatMap { try? Method(json: $0, mode: .strict) }
                    precondition(again == method, "what was written is another method")
                }
            }
            try reader.finish()
        } catch {
            precondition(error.status == .badInput, "\(error)")
        }
    }
}
