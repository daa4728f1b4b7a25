/// Plain HTTP answers, as the real Backends give them.
extension Backend {
    func answer(_ request: Request) -> Response {
        let route = route(request)
        if let missing = missing(route) { return missing }
        guard let method = route.method(in: options.api) else {
            return request.method == "GET"
                ? .error(404, "not_found", "unknown api route") : Response(status: 405, headers: [("allow", "GET")])
        }
        guard request.method == method else { return Response(status: 405, headers: [("allow", method)]) }
        guard request.body.count <= Request.bodyLimit else {
            return .plain(413, "Failed to buffer the request body: length limit exceeded")
        }
        if case .fixture(let command) = route.place { return control(command, request) }
        return options.api == .events ? eventsAnswer(route, request) : protocolAnswer(route, request)
    }

    /// Whether the path leads to something that this API has.
    func leads(_ route: Route) -> Bool { missing(route) == nil && route.method(in: options.api) != nil }

    /// Why the path leads to no Workspace; nil if it does, or needs none.
    private func missing(_ route: Route) -> Response? {
        if case .fixture = route.place { return nil }
        if case .workspaces = route.place, options.api == .protocol { return nil }
        if let named = route.workspace {
            guard !workspaces.contains(named) else { return nil }
            return options.api == .protocol
                ? Response(status: 404)
                : .error(404, "not_found", "unknown api route")
        }
        return options.api == .protocol && workspaces.count != 1 ? Response(status: 404) : nil
    }

    /// What the framework says to a body that is not a JSON object with these members.
    func bodyRefusal(_ request: Request, wanting members: [String]) -> Response? {
        guard request.header("content-type")?.lowercased().hasPrefix("application/json") == true else {
            return .plain(415, "Expected request with `Content-Type: application/json`")
        }
        guard let object = JSONText.object(request.body) else {
            let reason = request.body.isEmpty ? "EOF while parsing a value" : "expected value"
            return .plain(400, "Failed to parse the request body as JSON: \(reason) at line 1 column 0")
        }
        return members.first { object[$0] == nil }.map { wrongType(request, "missing field `\($0)`") }
    }

    func wrongType(_ request: Request, _ what: String, at column: Int? = nil) -> Response {
        let place = "at line 1 column \(column ?? request.body.count)"
        return .plain(422, "Failed to deserialize the JSON body into the target type: \(what) \(place)")
    }

    /// Where a string value of the body ends, which is where the framework complains of it.
    func column(of value: String, in request: Request) -> Int? {
        request.body.firstRange(of: Array(JSONText.string(value).utf8))?.upperBound
    }
}
