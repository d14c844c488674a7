/// The version of the tool; part of what determines a run's results.
public let toolVersion = "0.3.0"
