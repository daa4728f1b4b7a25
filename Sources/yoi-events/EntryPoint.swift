internal import Shared
internal import Transport

/// `main`, under the name that SwiftPM gives to entry points of programs so that tests can link them.
@_cdecl("yoi_events_main")
func main(argc: Int32, argv: ArgumentVector) -> Int32 {
    Program.run(.yoiEvents, argc: argc, argv: argv, libraries: { Libcurl.versions }) { options throws(Failure) in
        try EventsCommand.run(options)
    }
}
