import Glibc
import Shared

Program.run(SendOptions.table) { (options) throws(Failure) in
    var command = try SendCommand(
        options, environment: .process, input: Input(descriptor: STDIN_FILENO),
        output: Output(descriptor: STDOUT_FILENO))
    return command.run()
}
