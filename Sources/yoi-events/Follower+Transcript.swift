internal import Shared

extension Follower {
    /// Prints what was said so far, page by page; where it cannot be loaded, an `error` event says so.
    mutating func printTranscript() throws(Stop) {
        var reader = TranscriptReader(of: target)
        let client = try access.client()
        while true {
            let answer = try loop.fetch(reader.url, with: client, access.headers)
            switch answer.flatMap(TranscriptPage.read) {
            case .failure(let loss): return try reportMissingTranscript(loss)
            case .success(let page):
                let (events, hasMore) = reader.take(page)
                for event in events { try printer.print(event, on: loop) }
                try loop.flush()
                guard hasMore else { return observation.dropNextSnapshot() }
            }
        }
    }

    private mutating func reportMissingTranscript(_ loss: Loss) throws(Stop) {
        let sentence = "The transcript of \(target.label) could not be loaded: \(loss.reason)"
        try printer.print(.error(kind: .transcriptMissing, origin: .events, sentence), on: loop)
        try loop.flush()
        guard options.follows else {
            throw .failed(Failure(loss.status, at: target.label, "no transcript: \(loss.reason)", advice: loss.advice))
        }
    }
}

extension TranscriptPage {
    fileprivate static func read(_ json: JSON) -> Result<TranscriptPage, Loss> {
        Result { () throws(WireError) in try TranscriptPage(json: json) }.mapError { Loss(unusable: $0) }
    }
}
