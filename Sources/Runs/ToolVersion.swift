import CCommit

/// The version of the tool; part of what determines a run's results.
public let toolVersion = "0.4.0"

/// The version and the commit that the program was built from, with `+` where files differed from it; `0.4.0 (no commit)` where
/// there was no repository or the build was not make's. A record, and no part of what determines results.
public let toolDescription = "\(toolVersion) (\(String(cString: tenas_commit())))"
