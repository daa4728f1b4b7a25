package import Glibc
package import Shared

/// One request and its answer, in the caller's own loop.
///
/// Nothing here blocks: the caller polls `interest` for at most `timeout` milliseconds and calls `proceed` until there is
/// an answer. SIGPIPE must be ignored in the process.
package final class HTTPExchange {
    private let multi: CurlMulti
    private let transfer: CurlTransfer
    private let answer: HTTPAnswer

    init(_ request: HTTPRequest, on multi: CurlMulti, options: TransportOptions) throws(TransportError) {
        self.multi = multi
        transfer = try CurlTransfer(url: request.url, on: multi, options: options)
        answer = HTTPAnswer(bodyLimit: options.bodyLimit)
        transfer.set(.timeoutMilliseconds, options.totalTimeout.millisecondsRoundedUp)
        if request.method == .post {
            transfer.set(.post, 1)
            transfer.set(.postFieldSize, request.body.count)
            request.body.withUnsafeBytes { body in
                // Of an empty array there may be no address, and libcurl would then read a body from standard input.
                _ = transfer.set(.copyPostFields, body.baseAddress ?? UnsafeRawPointer(bitPattern: 1))
            }
            // On a kept connection that turns out dead, libcurl would send a request again by itself.
            transfer.set(.freshConnect, 1)
            // No waiting for "100 Continue".
            transfer.add(field: "Expect:")
        }
        for field in request.headers.fields {
            // libcurl reads "Name:" as "leave it out" and "Name;" as "send it empty".
            transfer.add(field: field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        answer.install(on: transfer)
        try transfer.start()
    }
}

extension HTTPExchange {
    /// What to poll.
    package var interest: [pollfd] { multi.interest }

    /// The longest time to poll, in milliseconds.
    package var timeout: Int32 { multi.timeout }

    /// Goes on; nil while the answer is not complete.
    package func proceed() throws(TransportError) -> HTTPResponse? {
        let isComplete: Bool
        do throws(TransportError) {
            isComplete = try transfer.proceed()
        } catch {
            throw answer.refusal.map(transfer.error) ?? error
        }
        guard isComplete else { return nil }
        do throws(TransportError.Reason) {
            return try answer.response(status: transfer.number(.responseCode))
        } catch {
            throw transfer.error(error)
        }
    }
}

extension HTTPExchange {
    /// What a caller reports who does not wait any longer.
    package var stopped: TransportError { transfer.error(.stopped) }
}
