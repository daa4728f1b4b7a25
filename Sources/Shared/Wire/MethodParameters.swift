/// What to say to the Worker.
package struct RunParameters: WireObject {
    package var input: [Segment] = []
    package var residue = Residue()

    package init() {}
    package init(_ input: [Segment]) { self.input = input }

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("input", &input)
    }
}

/// What to tell the Worker in passing.
package struct NotifyParameters: WireObject {
    package var message = ""
    /// Whether an idle Worker should start a run because of it.
    package var autoRun = true
    package var residue = Residue()

    package init() {}
    package init(_ message: String) { self.message = message }

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("message", &message)
        try visitor.defaulted("auto_run", &autoRun, true)
    }
}

/// What to complete.
package struct CompletionParameters: WireObject {
    package var kind = CompletionKind(rawValue: "file")
    package var prefix = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("kind", &kind)
        try visitor.required("prefix", &prefix)
    }
}

/// Where to take the session back to.
package struct RewindParameters: WireObject {
    package var target = RewindTargetID()
    package var expectedHeadEntries: UInt64 = 0
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("target", &target)
        try visitor.required("expected_head_entries", &expectedHeadEntries)
    }
}

/// Which Worker is meant.
package struct NameParameters: WireObject {
    package var name = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("name", &name)
    }
}
