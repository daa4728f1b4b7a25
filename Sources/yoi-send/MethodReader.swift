import Shared

/// Reads methods from a stream of bytes; each one is checked in full before it is returned.
struct MethodReader: Sendable {
    private var splitter = ObjectSplitter()
    /// Whether there has been no object.
    private(set) var isEmpty = true
}

/// One object of the input.
enum MethodInput: Hashable, Sendable {
    /// A method, and the line where it begins.
    case method(Method, line: Int)
    /// An object that is not a method; the next one can still be read.
    case refused(Failure)
}

extension MethodReader {
    mutating func append(_ bytes: [UInt8]) { splitter.append(bytes) }

    /// The next method; nil if more bytes are needed.
    ///
    /// - Throws: `Failure` with status 65 if it is not known where the next object begins.
    mutating func next() throws(Failure) -> MethodInput? {
        do throws(SplitError) {
            guard let object = try splitter.next() else { return nil }
            isEmpty = false
            return Self.method(in: object)
        } catch {
            throw Self.failure(error)
        }
    }

    /// The input has ended.
    ///
    /// - Throws: `Failure` with status 65 if it ended inside an object, or had none.
    mutating func finish() throws(Failure) {
        do throws(SplitError) {
            try splitter.finish()
        } catch {
            throw Self.failure(error)
        }
        guard !isEmpty else {
            throw Failure(.badInput, at: "standard input", "holds no method", advice: "see yoi-send --help")
        }
    }
}

extension MethodReader {
    private static func method(in object: LocatedObject) -> MethodInput {
        do throws(WireError) {
            return .method(try Method(json: object.json, mode: .strict), line: object.location.line)
        } catch {
            let location = object.location(of: error.offset)
            return .refused(Failure(.badInput, at: location.description, error.description, advice: advice(error)))
        }
    }

    private static func advice(_ error: WireError) -> String {
        guard case .unknownWord(let words) = error.fault,
            let nearest = SpellingSuggestion.nearest(to: error.found.filter { $0 != "\"" }, among: words)
        else { return "it was not sent" }
        return "did you mean \(nearest)? It was not sent"
    }

    private static func failure(_ error: SplitError) -> Failure {
        Failure(.badInput, at: error.location.description, error.reason, advice: error.advice)
    }
}
