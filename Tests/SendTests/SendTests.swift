import TestSupport
import Testing

@Suite struct `yoi-send against a Backend` {
    @Test(.timeLimit(.minutes(10)), arguments: SendCase.all(in: "orders"))
    func `yoi-send sends the method of an option`(row: SendCase) throws { try row.check() }

    @Test(.timeLimit(.minutes(10)), arguments: SendCase.all(in: "input"))
    func `yoi-send sends methods from standard input, or says what is wrong with them`(row: SendCase) throws {
        try row.check()
    }

    @Test(.timeLimit(.minutes(10)), arguments: SendCase.all(in: "answers"))
    func `every response, or none, becomes a status and a sentence`(row: SendCase) throws { try row.check() }
}
