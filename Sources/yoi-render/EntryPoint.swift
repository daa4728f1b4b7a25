internal import Shared

/// `main`, under the name that SwiftPM gives to entry points of programs so that tests can link them.
@_cdecl("yoi_render_main")
func main(argc: Int32, argv: ArgumentVector) -> Int32 {
    Program.run(RenderCommand.table, argc: argc, argv: argv) { options throws(Failure) in
        try RenderLoop.run(options)
    }
}
