import Testing

@testable import Shared

@Suite struct `A transcript` {
    func page(_ text: String) throws -> TranscriptPage { try TranscriptPage(json: JSON(text)) }

    func read(_ pages: [String]) throws -> (lines: [String], remarks: [String], urls: [String], hasMore: Bool) {
        var reader = TranscriptReader(of: try Target(backend: "http://h", runtimeID: "r", workerID: "w"))
        var lines: [String] = []
        var urls: [String] = []
        var hasMore = true
        for text in pages where hasMore {
            urls.append(String(reader.url.split(separator: "?")[1]))
            let taken = reader.take(try page(text))
            lines += taken.events.map { event in
                switch event {
                case .success(let event): String(decoding: event.line, as: UTF8.self)
                case .failure(let fault): "\(fault)"
                }
            }
            hasMore = taken.hasMore
        }
        return (lines, reader.diagnostics.map(\.code), urls, hasMore)
    }

    @Test func `a transcript becomes the first events of the stream`() throws {
        let read = try read([
            #"{"items":[{"role":"user","content":"hi","sequence":1},{"role":"assistant","content":"ho"},"#
                + #"{"role":"system","content":"x"}],"diagnostics":[{"code":"c","message":"m"}]}"#
        ])
        #expect(
            read.lines == [
                #"{"event":"snapshot","data":{"entries":[],"greeting":{"worker_name":"w","cwd":"","#
                    + #""provider":"backend-runtime-api","model":"r","#
                    + #""scope_summary":"Worker observed through the Backend","tools":[],"context_window":0,"#
                    + #""context_tokens":0},"status":"idle"}}"#,
                #"{"event":"user_message","data":{"segments":[{"kind":"text","content":"hi"}]}}"#,
                #"{"event":"text_delta","data":{"text":"ho"}}"#, #"{"event":"text_done","data":{"text":"ho"}}"#,
                #"{"event":"alert","data":{"level":"warn","source":"worker","#
                    + #""message":"The transcript has an item of role `system`, which is not shown","timestamp_ms":0}}"#,
            ])
    }

    @Test func `a transcript may lack either list`() throws {
        #expect(try read(["{}"]).lines.count == 1)
    }

    @Test func `a transcript is read page by page, with its remarks`() throws {
        let item = #"{"role":"user","content":"x"}"#
        let read = try read([
            #"{"items":[\#(item)],"next_start":1,"diagnostics":[{"code":"c","message":"m"}]}"#,
            #"{"items":[\#(item)],"next_start":2}"#, #"{"items":[\#(item)]}"#,
        ])
        #expect(read.urls == ["start=0&limit=512", "start=1&limit=512", "start=2&limit=512"])
        #expect(read.lines.count == 4)
        #expect(read.remarks == ["c"])
        #expect(!read.hasMore)
    }

    @Test(arguments: [#"{"items":[{"role":"user","content":"x"}],"next_start":0}"#, #"{"items":[],"next_start":7}"#])
    func `a transcript ends if the next page does not advance`(text: String) throws {
        #expect(try !read([text]).hasMore)
    }

    @Test func `an unreadable item of a transcript does not affect the others`() throws {
        let item = #"{"role":"assistant","content":"x"}"#
        let read = try read([#"{"items":[\#(item),{"role":"user"},7,\#(item)]}"#])
        let said = [#"{"event":"text_delta","data":{"text":"x"}}"#, #"{"event":"text_done","data":{"text":"x"}}"#]
        #expect(
            Array(read.lines.dropFirst()) == said
                + ["field `items[1].content` is missing", "field `items[2]` should be an object, not 7"] + said)
    }

    @Test(arguments: [#"{"items":{}}"#, #"{"items":[],"next_start":-1}"#, "[]"])
    func `a transcript of another shape is refused`(text: String) {
        #expect(throws: WireError.self) { try page(text) }
    }
}
