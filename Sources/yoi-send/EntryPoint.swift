import Glibc
import Shared
import Transport

/// `main`, under the name that SwiftPM gives to entry points of programs so that tests can link them.
@_cdecl("yoi_send_main")
func main(argc: Int32, argv: ArgumentVector) -> Int32 {
    Program.run(SendOptions.table, argc: argc, argv: argv, libraries: { Libcurl.versions }) {
        (options) throws(Failure) in
        let loop = try EventLoop(
            output: Output(descriptor: STDOUT_FILENO), timeout: options.programLimit)
        do throws(StopReason) {
            var command = try SendCommand(options, input: Input(descriptor: STDIN_FILENO), loop: loop)
            return command.run()
        } catch {
            return try ProgramEnding(error)
        }
    }
}
