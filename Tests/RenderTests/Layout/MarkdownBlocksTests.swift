import Testing

@testable import yoi_render

@Suite struct MarkdownBlocksTests {
    @Test(arguments: [
        "plain\n", "```\ncode\n```\n", "    ```\n", "``` a`b\n", "```\n~~~\n```", "- ```\n\ntext", "> ```\ntext",
        "<!-- x\n```\n-->\n",
        "<div>\n```\n\ntext", "<b>\n# text", "</b\n", "`<!--`", "text <!--", "a\n<b>", "<https://x.y>", "#a",
        "####### a", "###### a",
        "```\n# a\n```", "    # a", "---\na", "***", "| a |\n|---|", "- a\n- b\n\n  c", "- - - a", "1. a", "é\n世界",
    ]) func `harmless Markdown is passed on unchanged`(_ text: String) { #expect(Self.document(text) == text) }

    @Test(arguments: [
        ("```python\ncode", "```python\ncode\n```"), ("~~~~\n```\n", "~~~~\n```\n~~~~"),
        ("````\n```\n", "````\n```\n````"),
        ("```\n``` x\n", "```\n``` x\n```"), ("- ```\n  code", "- ```\n  code\n  ```"),
        ("> 1. ```", "> 1. ```\n>    ```"),
        ("```\n````\r", "```\n````^M\n```"),
        ("<!-- x", "<!-- x\n-->"), ("<pre>\n```", "<pre>\n```\n</pre>"), ("<Script", "<Script\n</script>"),
        ("<?php\n\n", "<?php\n\n?>"),
        ("<!X\n", "<!X\n>"), ("<![CDATA[x", "<![CDATA[x\n]]>"), ("> <style>", "> <style>\n> </style>"),
    ]) func `open Markdown blocks are closed at the end of a text`(_ text: String, _ document: String) {
        #expect(Self.document(text) == document)
    }

    @Test(arguments: [
        ("# a", "### a"), ("## a\n", "#### a\n"), ("#####\ta", "######\ta"), ("a\n#", "a\n###"),
        ("> - # a", "> - ### a"),
        ("a\n===", "a\n\\==="), ("a\n  --- \nb", "a\n  \\--- \nb"), ("- a\n  -", "- a\n  \\-"),
        ("</pre>", "\\</pre>"), ("<!x", "\\<!x"), ("> a\n<b>", "> a\n\\<b>"),
        (String(repeating: "> ", count: 41), String(repeating: "> ", count: 40) + "\\> "),
        (String(repeating: " ", count: 4_096) + "```", String(repeating: " ", count: 4_096) + "\n```\n```"),
    ]) func `headings are demoted, and disputed Markdown is escaped`(_ text: String, _ document: String) {
        #expect(Self.document(text) == document)
    }

    private static func document(_ text: String) -> String {
        var blocks = MarkdownBlocks()
        var document: [UInt8] = []
        for byte in text.utf8 { blocks.take(byte, to: &document) }
        blocks.end(to: &document)
        return String(decoding: document, as: UTF8.self)
    }
}
