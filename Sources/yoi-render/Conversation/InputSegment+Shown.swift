internal import Shared

extension InputSegment {
    /// The segment as a person sees it: pasted text as a placeholder, unless everything is to be shown.
    func shown(whole: Bool) -> WireText {
        switch self {
        case .text(let content): content
        case .paste(let paste) where whole && !paste.content.isEmpty: paste.content
        default: WireText(chip)
        }
    }

    private var chip: String {
        switch self {
        case .text(let content): content.string
        case .paste(let paste):
            "[paste \(paste.id): \(Numbers.count(paste.chars, "character")), \(Numbers.count(paste.lines, "line"))]"
        case .fileRef(let path): "@" + path
        case .knowledgeRef(let slug): "#" + slug
        case .workflowInvoke(let slug): "/" + slug
        case .flow(let selector): "[Flow: \(selector)]"
        case .unknown(let json): "[unknown segment \(json["kind"]?.string ?? "")]"
        }
    }
}
