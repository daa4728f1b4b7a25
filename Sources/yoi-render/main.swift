internal import Shared

Program.run(RenderCommand.table) { options throws(Failure) in try RenderLoop.run(options) }
