/// A tool call begins.
package struct ToolCallStart: WireObject {
    package var id = ""
    package var name = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("id", &id)
        try visitor.required("name", &name)
    }
}

/// A slice of a call's arguments, which is no JSON by itself.
package struct ToolCallArgsDelta: WireObject {
    package var id = ""
    package var json = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("id", &id)
        try visitor.required("json", &json)
    }
}

/// A tool call is complete and about to run.
package struct ToolCallDone: WireObject {
    package var id = ""
    /// May be empty.
    package var name = ""
    /// JSON text, encoded anew: the text `null` for a call without arguments or with broken ones.
    package var arguments = ""
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("id", &id)
        try visitor.required("name", &name)
        try visitor.required("arguments", &arguments)
    }
}

/// What came of a tool call.
package struct ToolResult: WireObject {
    package var id = ""
    package var summary = ""
    /// Missing when the summary is all there is.
    package var output: WireText?
    /// False for a command that ran and failed: then the summary says so.
    package var isError = false
    package var residue = Residue()

    package init() {}

    package mutating func fields<Visitor: FieldVisitor>(_ visitor: inout Visitor) throws(Visitor.Failure) {
        try visitor.required("id", &id)
        try visitor.required("summary", &summary)
        try visitor.optional("output", &output)
        try visitor.defaulted("is_error", &isError, false)
    }
}
