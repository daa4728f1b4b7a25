internal import Glibc

/// How a program ends.
package enum ProgramEnding: Hashable, Sendable {
    /// With a status.
    case status(ExitStatus)
    /// By a signal, after cleaning up.
    case signal(Int32)
}

/// What `main` gets: pointers to the arguments, the program's name first.
package typealias ArgumentVector = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// What the three programs have in common: command line in, exit status out.
package enum Program {
    /// Parses the command line, handles `--help` and `--version`, or does the work; reports a failure; exits.
    ///
    /// - Parameters:
    ///   - table: The program's command line.
    ///   - argc: The number of arguments, as `main` gets it.
    ///   - argv: The arguments, as `main` gets them.
    ///   - libraries: The second line of `--version`: the libraries in use.
    ///   - work: Gets the options; returns how the program ends.
    package static func run<Options: Sendable>(
        _ table: OptionTable<Options>, argc: Int32, argv: ArgumentVector, libraries: () -> String? = { nil },
        work: (Options) throws(Failure) -> ProgramEnding
    ) -> Never {
        // A pipe or socket whose reader has gone is an error like others, on standard error too.
        signal(SIGPIPE, SIG_IGN)
        // So is a file size limit: a write past it fails.
        signal(SIGXFSZ, SIG_IGN)
        // Ctrl-\ ends a program; Swift's runtime would print a backtrace instead, and continue.
        if !SignalPipe.isIgnored(SIGQUIT) { signal(SIGQUIT, SIG_DFL) }
        occupyStandardDescriptors()
        do throws(Failure) {
            switch try table.parse(arguments(argc, argv), environment: .process) {
            case .help: try print(table.help)
            case .version:
                let lines = [Version.line(table.program)] + (libraries().map { [$0] } ?? [])
                try print(lines.joined(separator: "\n") + "\n")
            case .run(let options): finish(try work(options))
            }
            finish(.status(.success))
        } catch {
            Messages(program: table.program).failure(error.diagnostic)
            finish(.status(error.status))
        }
    }
}

extension Program {
    private static func finish(_ ending: ProgramEnding) -> Never {
        switch ending {
        case .status(let status): exit(status.rawValue)
        case .signal(let number): SignalPipe.die(by: number)
        }
    }

    private static func print(_ text: String) throws(Failure) {
        var output = Output(descriptor: STDOUT_FILENO)
        output.append(text.utf8)
        do {
            try output.flush()
        } catch {
            if let failure = error.failure { throw failure }
        }
    }

    /// The arguments without the program's name.
    ///
    /// `CommandLine.arguments` reads /proc, and is empty where that is missing or forbidden.
    ///
    /// - Throws: `Failure` with status 64 for an argument that is not UTF-8, or if there is no argument at all.
    static func arguments(_ argc: Int32, _ argv: ArgumentVector) throws(Failure) -> [String] {
        guard argc > 0 else { throw Failure(.usage, "the program was started without any argument, not even its name") }
        var result: [String] = []
        for index in 1..<max(1, Int(argc)) {
            guard let start = argv[index] else { break }
            guard let text = String(validatingCString: start) else {
                throw Failure(.usage, "argument \(index) is not valid UTF-8")
            }
            result.append(text)
        }
        return result
    }

    /// If the program is started with 0, 1 or 2 closed, its sockets and files must not get these numbers.
    private static func occupyStandardDescriptors() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            // In the wrong direction, so that using it still fails.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
