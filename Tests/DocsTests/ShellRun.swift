import TestSupport

extension FixtureBackend {
    /// Runs a script of bash in a directory: the environment names this backend, and the filters are in its PATH.
    func run(
        _ script: String, in directory: TemporaryDirectory, environment: [String: String] = [:],
        limit: Duration = .seconds(50)
    ) throws -> Outcome {
        let programs = try Program("yoi-send").path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
        let scripts = Fixtures.path("../../scripts")
        let standard = [
            "PATH": "\(programs):\(scripts):/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": directory.path,
            "YOI_BACKEND": url, "YOI_RUNTIME_ID": Self.runtimeID, "YOI_WORKER_ID": Self.workerID,
        ]
        return try Program(path: "/bin/bash").run(
            ["-c", "set -o pipefail\ncd \"$0\"\n" + script, directory.path],
            environment: standard.merging(environment) { $1 }, limit: limit)
    }
}
