internal import Shared

/// Lays items out on the page, in the style that was asked for.
struct Presenter: ~Copyable {
    let options: RenderOptions
    var page: Page
    /// The Worker's directory: paths inside it are shown relative to it.
    var directory = ""
    var isFlowOpen = false

    init(_ options: RenderOptions, page: consuming Page) {
        self.options = options
        self.page = page
    }
}

extension Presenter {
    mutating func show(_ item: Item) {
        if case .greeting(let greeting, _) = item { directory = greeting.cwd }
        switch options.style {
        case .text: showWords(item)
        default: showFull(item)
        }
    }

    /// Whether a piece of text may be appended without making an item of it.
    var takesMoreText: Bool { page.isStreaming }

    /// The words alone.
    private mutating func showWords(_ item: Item) {
        switch item {
        case .text(let text):
            if !isFlowOpen { page.openExactFlow() }
            isFlowOpen = true
            page.stream(text)
        case .textEnd:
            page.closeFlow()
            isFlowOpen = false
        default: break
        }
    }
}
