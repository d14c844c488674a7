/// Gives places in memory to the maps of nodes for the time that somebody needs them; maps that are never needed together share one.
struct MapSlots {
  /// Per slot, the largest volume that it was given for.
  private(set) var volumes: [Int] = []
  private var free: [Int] = []

  /// A slot for a map of so many numbers a sample.
  mutating func acquire(volume: Int) -> Int {
    let fitting = free.filter { volumes[$0] >= volume }.min { volumes[$0] < volumes[$1] }
    if let slot = fitting ?? free.max(by: { volumes[$0] < volumes[$1] }) {
      free.removeAll { $0 == slot }
      volumes[slot] = max(volumes[slot], volume)
      return slot
    }
    volumes.append(volume)
    return volumes.count - 1
  }

  /// Gives a slot back.
  mutating func release(_ slot: Int) { free.append(slot) }
}
