@testable import Shared

/// The head and the body of an HTTP answer; the same answer must come out however the bytes are cut.
enum HeadSubject {
    static func take(_ input: [UInt8], by choice: Int) {
        let whole = answer(in: [input[...]])
        precondition(whole == answer(in: Subject.pieces(of: input, by: choice)), "cut in pieces, it is another answer")
    }

    private static func answer(in pieces: [ArraySlice<UInt8>]) -> HTTPResponse? {
        var received: [UInt8] = []
        var reader = HTTPHeadReader()
        var body: HTTPBodyReader?
        var response: HTTPResponse?
        for piece in pieces {
            var piece = piece
            if body == nil {
                received += piece
                guard let head = try? reader.read(received.span) else { continue }
                response = head.response
                body = HTTPBodyReader(head: head.response)
                piece = received[head.size...]
            }
            if body?.isComplete == false { body?.read(piece.span) }
        }
        response?.body = body?.body ?? []
        return response
    }
}
