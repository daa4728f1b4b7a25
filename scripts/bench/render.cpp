// What yoi-render --style=text does at its simplest, with simdjson: the text of each text_delta, and nothing else.
#include <cstdio>
#include <simdjson.h>

int main(int, char **arguments) {
    auto input = simdjson::padded_string::load(arguments[1]);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document_stream events;
    if (input.error() || parser.iterate_many(input.value()).get(events)) return 1;
    for (auto event : events) {
        std::string_view name, text;
        if (event["event"].get(name) || name != "text_delta") continue;
        if (event["data"]["text"].get(text)) continue;
        fwrite(text.data(), 1, text.size(), stdout);
    }
}
