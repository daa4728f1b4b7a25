internal import Shared
internal import Transport

extension EventLoop {
    /// Asks for a JSON document and waits for it.
    func fetch(_ url: String, with client: HTTPClient, _ headers: HTTPHeaders) throws(Stop) -> Result<JSON, Loss> {
        switch try answer(to: HTTPRequest(method: .get, url: url, headers: headers), with: client) {
        case .failure(let error): return .failure(Loss(error))
        case .success(let response):
            guard response.isSuccess else { return .failure(Loss(response)) }
            do throws(JSONError) {
                return .success(try JSON(response.body))
            } catch {
                return .failure(Loss(unusable: error))
            }
        }
    }

    /// Connects and waits until that is done.
    func connect(to endpoint: Endpoint, _ options: TransportOptions) throws(Stop) -> Result<ByteStream, TransportError>
    {
        let begun = Result { () throws(TransportError) in try ByteStream(to: endpoint, options: options) }
        guard case .success(let stream) = begun else { return begun }
        while true {
            switch Result(catching: { () throws(TransportError) in try stream.proceed() }) {
            case .success(true): return begun
            case .success(false): try wait(for: stream.interest, until: .now + .milliseconds(Int(stream.timeout)))
            case .failure(let error): return .failure(error)
            }
        }
    }

    private func answer(
        to request: HTTPRequest, with client: HTTPClient
    ) throws(Stop) -> Result<HTTPResponse, TransportError> {
        let begun = Result { () throws(TransportError) in try client.start(request) }
        switch begun {
        case .failure(let error): return .failure(error)
        case .success(let exchange):
            while true {
                switch Result(catching: { () throws(TransportError) in try exchange.proceed() }) {
                case .success(let response?): return .success(response)
                case .success(nil): try wait(for: exchange.interest, until: .now + .milliseconds(Int(exchange.timeout)))
                case .failure(let error): return .failure(error)
                }
            }
        }
    }
}
