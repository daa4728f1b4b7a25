@testable import Shared

/// A part of the programs that reads foreign bytes. Any bytes will do: only a trap is a finding.
enum Subject: String, CaseIterable {
    case json
    case frames
    case handshake
    case head
    case splitters
    case methods
    case renderer

    /// The first byte chooses the sizes of the pieces, or an option; the rest is the input.
    func take(_ bytes: [UInt8]) {
        let choice = Int(bytes.first ?? 0)
        let input = Array(bytes.dropFirst())
        switch self {
        case .json: JSONSubject.take(input)
        case .frames: SessionSubject.take(Self.pieces(of: input, by: choice), afterOpening: true)
        case .handshake: SessionSubject.take(Self.pieces(of: input, by: choice), afterOpening: false)
        case .head: HeadSubject.take(input, by: choice)
        case .splitters: SplitterSubject.take(input, by: choice)
        case .methods: MethodSubject.take(Self.pieces(of: input, by: choice))
        case .renderer: RendererSubject.take(input, choice: choice)
        }
    }

    /// All at once, or in pieces of up to 63 bytes.
    static func pieces(of input: [UInt8], by choice: Int) -> [ArraySlice<UInt8>] {
        let size = choice % 64 == 0 ? max(input.count, 1) : choice % 64
        return stride(from: 0, to: input.count, by: size).map { input[$0..<min($0 + size, input.count)] }
    }
}
