import Foundation
import Glibc

// A scripted Backend on loopback, for tests, examples and benchmarks. README.md in this folder describes the formats.
do {
    let options = try Options(Array(CommandLine.arguments.dropFirst()))
    if options.wantsHelp {
        print(Help.text)
        exit(0)
    }
    if let name = options.print {
        var log = WorkerLog()
        for event in try RecordedRun(name).events {
            print(event)
            guard options.printsSnapshots else { continue }
            log.take(event)
            print(log.snapshot(of: options.workers[0], early: false))
        }
        exit(0)
    }
    signal(SIGPIPE, SIG_IGN)
    // Each connection takes three descriptors.
    var files = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
    files.rlim_cur = files.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
    let backend = try Backend(options)
    let listener = try Listener(port: options.port)
    if options.untilInputEnds {
        Thread.detachNewThread {
            while readLine() != nil {}
            exit(0)
        }
    }
    FileHandle.standardOutput.write(Data("listening on http://127.0.0.1:\(listener.port)\(options.prefix)\n".utf8))
    for number in 1... {
        let session = Session(backend: backend, descriptor: listener.accept(), number: number)
        Thread.detachNewThread { session.run() }
    }
} catch {
    FileHandle.standardError.write(Data("fixture-backend: \(error)\n".utf8))
    exit(64)
}
