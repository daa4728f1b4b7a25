import Glibc

// fuzz SUBJECT: reads one input from standard input, and is silent if nothing is wrong with it.
// fuzz SUBJECT ARGUMENT...: with libFuzzer, its arguments; else -max_total_time=SECONDS and folders of inputs.

guard CommandLine.arguments.count > 1, let subject = Subject(rawValue: CommandLine.arguments[1]) else {
    print(Subject.allCases.map(\.rawValue).joined(separator: "\n"))
    exit(CommandLine.arguments.count > 1 ? 64 : 0)
}

if CommandLine.arguments.count == 2 {
    var input: [UInt8] = []
    while let byte = UInt8(exactly: getchar()) { input.append(byte) }
    subject.take(input)
} else {
    Campaign.run(subject, Array(CommandLine.arguments.dropFirst(2)))
}
