import Glibc
import Shared
import Transport

Program.run(SendOptions.table, libraries: { Libcurl.versions }) { (options) throws(Failure) in
    var command = try SendCommand(
        options, input: Input(descriptor: STDIN_FILENO),
        output: Output(descriptor: STDOUT_FILENO))
    return command.run()
}
