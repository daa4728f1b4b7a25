extension PrintedState {
    private static let version = 2

    /// The state as one JSON object.
    func checkpoint(hasHistory: Bool) -> JSON {
        var writer = JSONWriter()
        writer.object {
            $0.key("version")
            $0.integer(Self.version)
            $0.key("history")
            $0.bool(hasHistory)
            $0.key("printed")
            var bytes = PackedBytes()
            pack(into: &bytes)
            $0.string(bytes.text)
        }
        return JSON(trusted: writer.bytes[...])
    }

    /// - Returns: nil if it is not a checkpoint, or one of another version.
    init?(checkpoint: JSON) {
        guard checkpoint["version"]?.integer(as: Int.self) == Self.version,
            let text = checkpoint["printed"]?.string, var bytes = PackedBytes(text)
        else { return nil }
        do throws(PackedBytes.Fault) {
            try self.init(unpacking: &bytes)
        } catch {
            return nil
        }
        guard bytes.isAtEnd else { return nil }
    }
}

extension PrintedState {
    private static let statuses = [nil, WorkerStatus.idle, .running, .paused]

    private func pack(into bytes: inout PackedBytes) {
        bytes.append(position.segment)
        bytes.append(count: position.marks.count)
        for mark in position.marks {
            bytes.append(count: mark.count)
            bytes.append(mark.hash)
        }
        bytes.append(count: items.forgotten)
        bytes.append(count: items.all.count)
        for item in items.all {
            bytes.append(count: Int(item.kind.rawValue) << 1 | (item.isCommitted ? 1 : 0))
            bytes.append(item.content)
        }
        bytes.append(text)
        bytes.append(thought)
        bytes.append(count: calls.count)
        for call in calls {
            bytes.append(call.id)
            bytes.append(call.arguments)
        }
        bytes.append(count: Self.statuses.firstIndex { $0 == run.status } ?? 0)
        bytes.append(
            count: [run.isOpen, run.hasBeginning, run.hasOutput, run.isRolledBack].reduce(0) { $0 << 1 | ($1 ? 1 : 0) })
        bytes.append(run.error)
        bytes.append(run.userMessage)
    }

    private init(unpacking bytes: inout PackedBytes) throws(PackedBytes.Fault) {
        let segment = try bytes.nextWordIfAny()
        var marks: [LogPosition.Mark] = []
        for _ in 0..<(try bytes.nextCount()) {
            marks.append(.init(count: try bytes.nextCount(), hash: try bytes.nextWord()))
        }
        position = LogPosition(segment: segment, marks: marks)
        let forgotten = try bytes.nextCount()
        var all: [PrintedItem] = []
        for _ in 0..<(try bytes.nextCount()) {
            let head = try bytes.nextCount()
            guard let kind = UInt8(exactly: head >> 1).flatMap(PrintedItem.Kind.init) else { throw PackedBytes.Fault() }
            all.append(PrintedItem(kind: kind, content: try bytes.nextHash(), isCommitted: head & 1 == 1))
        }
        items = PrintedHistory(all, forgotten: forgotten)
        text = try bytes.nextHashIfAny()
        thought = try bytes.nextHashIfAny()
        for _ in 0..<(try bytes.nextCount()) {
            calls.append(OpenCall(id: try bytes.nextHash(), arguments: try bytes.nextHash()))
        }
        let status = try bytes.nextCount()
        guard Self.statuses.indices.contains(status) else { throw PackedBytes.Fault() }
        run.status = Self.statuses[status]
        let flags = try bytes.nextCount()
        run.isOpen = flags & 8 != 0
        run.hasBeginning = flags & 4 != 0
        run.hasOutput = flags & 2 != 0
        run.isRolledBack = flags & 1 != 0
        run.error = try bytes.nextHashIfAny()
        run.userMessage = try bytes.nextHashIfAny()
    }
}
