package import Shared

extension EventLoop {
    /// Sends a request and waits for the response.
    ///
    /// - Parameters:
    ///   - watchesOutput: Whether to stop when the reader of standard output has gone.
    ///   - stopped: If there is a reason to stop, called with an error that says whether the request was sent.
    package func answer(
        to request: HTTPRequest, over options: TransportOptions, watchesOutput: Bool = true,
        stopped: (TransportError) -> Void = { _ in }
    ) throws(StopReason) -> Result<HTTPResponse, TransportError> {
        let begun = Result { () throws(TransportError) in try HTTPExchange(request, options: options) }
        switch begun {
        case .failure(let error): return .failure(error)
        case .success(let exchange):
            while true {
                switch Result(catching: { () throws(TransportError) in try exchange.proceed() }) {
                case .success(let response?): return .success(response)
                case .success(nil):
                    do throws(StopReason) {
                        try wait(
                            for: exchange.interest, until: .now + .milliseconds(Int(exchange.timeout)),
                            watchesOutput: watchesOutput)
                    } catch {
                        stopped(exchange.stopped)
                        throw error
                    }
                case .failure(let error): return .failure(error)
                }
            }
        }
    }
}
