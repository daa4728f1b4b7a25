internal import Shared

Program.run(.yoiEvents) { options throws(Failure) in try EventsCommand.run(options) }
