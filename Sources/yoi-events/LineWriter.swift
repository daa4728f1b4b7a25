internal import Shared

/// Writes events as lines: bare, or in an envelope that tells where they came from.
struct LineWriter: Sendable {
    /// `{"cursor":null,"runtime_id":…,"worker_id":…,"payload":` for lines of our own; `nil` for bare lines.
    private let ownHead: [UInt8]?
    /// The part of it behind the cursor.
    private let middle: [UInt8]

    init(envelopesFor target: Target?) {
        guard let target else { (ownHead, middle) = (nil, []); return }
        var writer = JSONWriter()
        writer.object {
            $0.key("runtime_id")
            $0.string(target.runtimeID)
            $0.key("worker_id")
            $0.string(target.workerID)
            $0.key("payload")
        }
        middle = [UInt8(ascii: ",")] + writer.bytes.dropFirst().dropLast()
        ownHead = Array(#"{"cursor":null"#.utf8) + middle
    }
}

extension LineWriter {
    /// Appends an event of ours.
    func append(_ event: LocalEvent, to output: inout [UInt8]) {
        output += ownHead ?? []
        output += event.line
        end(&output)
    }

    /// Appends a Worker's event byte for byte; only line breaks between its tokens become spaces.
    func append(_ envelope: ObservationFrame.Envelope, of message: Bytes, to output: inout [UInt8]) {
        if ownHead != nil {
            output += #"{"cursor":""#.utf8
            append(message.extracting(envelope.cursor.contents), to: &output)
            output.append(UInt8(ascii: "\""))
            output += middle
        }
        let start = output.count
        append(message.extracting(envelope.payload), to: &output)
        output.joinLines(from: start)
        end(&output)
    }

    private func append(_ bytes: Bytes, to output: inout [UInt8]) {
        bytes.withUnsafeBufferPointer { output.append(contentsOf: $0) }
    }

    private func end(_ output: inout [UInt8]) {
        if ownHead != nil { output.append(UInt8(ascii: "}")) }
        output.append(UInt8(ascii: "\n"))
    }
}
