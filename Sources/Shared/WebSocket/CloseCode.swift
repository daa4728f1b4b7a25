/// Why a connection is closed (RFC 6455 §7.4): an open set of numbers.
package struct CloseCode: RawRepresentable, Sendable, Hashable {
    /// The number on the wire.
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }
}

extension CloseCode {
    /// The purpose is fulfilled.
    package static let normal = CloseCode(rawValue: 1000)
    /// The other side broke the protocol.
    package static let protocolError = CloseCode(rawValue: 1002)
    /// Data inconsistent with its type: text that is not UTF-8.
    static let invalidPayload = CloseCode(rawValue: 1007)
    /// A message too big to process.
    static let messageTooBig = CloseCode(rawValue: 1009)

    /// Whether the number may be in a close frame: §7.4.1 without 1004–1006 and 1015, what IANA registered since
    /// (1012–1014), and the ranges for libraries and applications of §7.4.2.
    var mayBeSent: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
