/// Writes one event line from parts of a message: `{"event":NAME,"data":{…}}`.
struct EventLineWriter {
    private var bytes: [UInt8]
    private let hasData: Bool
    private var needsComma = false

    /// - Parameter hasData: False for an event without data.
    init(_ name: StaticString, hasData: Bool = true) {
        self.hasData = hasData
        bytes = Array(#"{"event":""#.utf8)
        bytes.append(word: name)
        bytes.append(word: hasData ? #"","data":{"# : #"""#)
    }
}

extension EventLineWriter {
    /// A string member made of the contents of JSON strings.
    mutating func text(_ key: StaticString, _ parts: TextParts, in message: Bytes) {
        begin(key)
        bytes.append(UInt8(ascii: "\""))
        for part in parts.parts { bytes.append(message, part) }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func value(_ key: StaticString, _ value: Range<Int>, in message: Bytes) {
        begin(key)
        bytes.append(message, value)
    }

    mutating func word(_ key: StaticString, _ word: String) {
        var writer = JSONWriter()
        writer.string(word)
        begin(key)
        bytes += writer.bytes
    }

    mutating func bool(_ key: StaticString, _ value: Bool) {
        begin(key)
        bytes.append(word: value ? "true" : "false")
    }

    mutating func raw(_ key: StaticString, _ json: StaticString) {
        begin(key)
        bytes.append(word: json)
    }

    /// An array of the elements in this part of another array.
    mutating func array(_ key: StaticString, of elements: Range<Int>?, in message: Bytes) {
        raw(key, "[")
        if let elements { bytes.append(message, elements) }
        bytes.append(UInt8(ascii: "]"))
    }

    consuming func line() -> [UInt8] {
        bytes.append(word: hasData ? "}}" : "}")
        bytes.joinLines()
        return bytes
    }

    private mutating func begin(_ key: StaticString) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
        bytes.append(UInt8(ascii: "\""))
        bytes.append(word: key)
        bytes.append(word: #"":"#)
    }
}

extension [UInt8] {
    mutating func append(word: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    mutating func append(_ message: Bytes, _ range: Range<Int>) {
        message.extracting(range).withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
