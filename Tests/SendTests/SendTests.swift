import TestSupport
import Testing

@Suite struct `yoi-send against a Backend` {
    @Test(.timeLimit(.minutes(10)), arguments: SendCase.all(in: "orders"))
    func `sends what an option says`(row: SendCase) throws { try row.check() }

    @Test(.timeLimit(.minutes(10)), arguments: SendCase.all(in: "input"))
    func `sends methods from standard input, or says what is wrong with them`(row: SendCase) throws { try row.check() }

    @Test(.timeLimit(.minutes(10)), arguments: SendCase.all(in: "answers"))
    func `turns every answer, and no answer, into a status and a sentence`(row: SendCase) throws { try row.check() }
}
