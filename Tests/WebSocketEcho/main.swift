// websocket-echo URL: connects, sends every message back, answers the server's close, and exits 0 after a clean one.
// Conformance suites can be pointed at it: it is the filters' WebSocket and byte stream, and nothing else.
import Glibc
import Shared
import Transport

do throws(Failure) {
    guard CommandLine.arguments.count == 2, let endpoint = Endpoint(url: CommandLine.arguments[1]) else {
        throw Failure(.usage, "expected one ws://, wss://, http:// or https:// URL")
    }
    var options = TransportOptions()
    try options.read(.process)
    try Echo(to: endpoint, over: options).run()
} catch {
    let line = error.diagnostic.line(program: "websocket-echo")
    _ = line.withCString { write(2, $0, strlen($0)) }
    exit(error.status.rawValue)
}
