import Glibc

/// One of the programs that this package builds, ready to be run.
package struct Program: Sendable {
    /// Absolute path of the executable.
    package let path: String

    /// The built product of that name, beside the running test bundle. The test target must depend on it.
    package init(_ name: String) throws {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let length = readlink("/proc/self/exe", &buffer, buffer.count)
        let own = String(decoding: buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let slash = own.lastIndex(of: "/") else { throw TestFailure("cannot tell where the test bundle is") }
        try self.init(path: own[...slash] + name)
    }

    /// Any executable; throws if there is none at that absolute path.
    package init(path: String) throws {
        guard access(path, X_OK) == 0 else { throw TestFailure("\(path) has not been built") }
        self.path = path
    }
}

extension Program {
    /// Starts it and returns at once. The environment is a small fixed one (`PATH`, `HOME`, `LANG=C.UTF-8`, `TZ=UTC`)
    /// with `environment` on top, so that nothing of the developer's own (proxies, `YOI_…`, colors) leaks in.
    package func start(
        _ arguments: [String] = [], environment: [String: String] = [:], input: InputSource = .none,
        output: OutputSink = .kept
    ) throws -> RunningProgram {
        let standard = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8", "TZ": "UTC"]
        let launch = try Launch(
            path: path, arguments: arguments, environment: standard.merging(environment) { $1 }, input: input,
            output: output)
        return try RunningProgram(launch, input: input, output: output)
    }

    /// Runs it to its end; kills it and throws, with what it had said, when that takes longer than `limit`.
    package func run(
        _ arguments: [String] = [], environment: [String: String] = [:], input: InputSource = .none,
        output: OutputSink = .kept, limit: Duration = .seconds(20)
    ) throws -> Outcome {
        try start(arguments, environment: environment, input: input, output: output).wait(limit: limit)
    }
}
