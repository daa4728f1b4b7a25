import Shared
import Testing

@testable import yoi_render

@Suite struct ColorChoiceTests {
    @Test(arguments: [
        (ColorChoice.auto, [:], true, true),
        (.auto, [:], false, false),
        (.auto, ["TERM": "dumb"], true, false),
        (.auto, ["TERM": "xterm"], true, true),
        (.auto, ["NO_COLOR": "1"], true, false),
        (.auto, ["NO_COLOR": ""], true, true),
        (.auto, ["NO_COLOR": "1", "FORCE_COLOR": "1"], true, false),
        (.auto, ["FORCE_COLOR": "1"], false, true),
        (.auto, ["FORCE_COLOR": "0"], false, false),
        (.auto, ["FORCE_COLOR": "false"], false, false),
        (.auto, ["CLICOLOR_FORCE": "1", "TERM": "dumb"], false, true),
        (.always, ["NO_COLOR": "1", "TERM": "dumb"], false, true),
        (.never, ["FORCE_COLOR": "1"], true, false),
    ]) func `colors depend on the option, then the environment, then the terminal`(
        _ wish: ColorChoice, _ environment: [String: String], _ isTerminal: Bool, _ colors: Bool
    ) throws {
        #expect(try wish.decide(environment: Environment(environment), isTerminal: isTerminal) == colors)
    }

    @Test(arguments: [
        ([:], false), (["LANG": "C"], false), (["LANG": "C.UTF-8"], true), (["LANG": "de_DE.utf8"], true),
        (["LC_ALL": "C", "LANG": "C.UTF-8"], false), (["LC_ALL": "", "LC_CTYPE": "C.UTF-8", "LANG": "C"], true),
    ]) func `the locale decides whether marks are ASCII`(_ environment: [String: String], _ isUTF8: Bool) throws {
        #expect(try Charset.isUTF8(Environment(environment)) == isUTF8)
    }
}
