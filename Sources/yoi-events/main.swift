internal import Shared
internal import Transport

Program.run(.yoiEvents, libraries: { Libcurl.versions }) { options throws(Failure) in try EventsCommand.run(options) }
