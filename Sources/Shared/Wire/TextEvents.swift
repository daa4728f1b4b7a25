/// A piece of assistant text or thinking, or (in the `_done` events) the whole of it.
package struct TextPiece: WireObject {
    package var text = WireText("")
    package var residue = Residue()

    package init() {}
    package init(_ text: String) { self.text = WireText(text) }

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("text", &text)
    }
}

/// What a person or another program said to the Worker.
package struct UserMessage: WireObject {
    package var segments: [Segment] = []
    package var residue = Residue()

    package init() {}
    package init(_ segments: [Segment]) { self.segments = segments }

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("segments", &segments)
    }
}

/// Something the system put before the model: a file, a notification, a reminder.
package struct SystemItemEvent: WireObject {
    package var item = SystemItem.unknown(.null)
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("item", &item)
    }
}
