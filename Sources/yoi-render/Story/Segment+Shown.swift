internal import Shared

extension Segment {
    /// The segment as a person sees it: pasted text as a chip.
    var shown: String {
        switch self {
        case .text(let segment): segment.content
        case .paste(let paste):
            "[paste \(paste.id): \(Numbers.count(paste.chars, "character")), \(Numbers.count(paste.lines, "line"))]"
        case .fileRef(let file): "@" + file.path
        case .knowledgeRef(let knowledge): "#" + knowledge.slug
        case .workflowInvoke(let workflow): "/" + workflow.slug
        case .unknown(let json): "[unknown segment \(json["kind"]?.string ?? "")]"
        }
    }
}
