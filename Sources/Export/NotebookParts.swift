import Reports

/// The text and the Python of a run's notebook.
struct NotebookParts {
  /// The path of `scores.csv` from the notebook.
  let scores: String
  /// The name of the accuracies' file beside it.
  let accuracies: String
  /// The data sets whose accuracy is known; none without a table.
  let datasets: [String]
  /// The operations to count on the edges, by the names that stand in the strings; none if strings are not of that form.
  let operations: [String]

  var cells: [Notebook.Cell] {
    datasets.isEmpty
      ? [title, .code(loading), .code(metricsAlone)] + shares
      : [title, .code(loading), .code(joining), .code(correlations)] + scatters + shares
  }

  private var title: Notebook.Cell {
    .markdown(
      """
      # Scores of training-free metrics
      `kappa` is the condition number of the tangent kernel (lower is better), `regions` the number of linear regions \
      (higher is better), `combined` the sum of their ranks (the best cell has the smallest). Scores are averaged over \
      repeats; a cell without a path from input to output has an infinite `kappa` and ranks last. It is not on \
      logarithmic axes, but it counts in every τ.
      """)
  }

  private var loading: String {
    """
    import matplotlib.pyplot as plt
    import numpy as np
    import pandas as pd
    from scipy.stats import kendalltau

    rows = pd.read_csv(\(Self.literal(scores)))
    repeats = rows.groupby("index")["repeat"].transform("size")
    rows = rows[repeats == repeats.max()]  # cells of an unfinished run that lack repeats are left out
    metrics = [name for name in rows.columns[3:] if rows[name].notna().all()]
    cells = rows.groupby(["index", "architecture"], as_index=False)[metrics].agg(lambda scores: scores.to_numpy().mean())
    print(f"{len(cells)} cells, {repeats.max()} repeats, metrics {', '.join(metrics)}")
    """
  }

  private var joining: String {
    """
    datasets = [\(datasets.map(Self.literal).joined(separator: ", "))]
    cells = cells.merge(pd.read_csv(\(Self.literal(accuracies))), on=["index", "architecture"], validate="one_to_one")


    def known(metric, dataset):
        \"""Scores and accuracies of the cells whose accuracy is known.\"""
        part = cells[cells[dataset].notna()]
        if metric == "combined":
            return part["kappa"].rank() + part["regions"].rank(ascending=False), part[dataset]
        return part[metric], part[dataset]
    """
  }

  private var correlations: String {
    """
    if {"kappa", "regions"} <= set(metrics):
        metrics.insert(2, "combined")
    pd.DataFrame(
        {dataset: {metric: kendalltau(*known(metric, dataset)).statistic for metric in metrics} for dataset in datasets}
    ).rename_axis("Kendall's tau")
    """
  }

  private var scatters: [Notebook.Cell] {
    [
      .code(
        """
        def scatter(metric, label, log=False):
            \"""One panel a data set: accuracy against a metric, with Kendall's tau over all cells.\"""
            if metric not in metrics:
                return
            figure, axes = plt.subplots(
                1, len(datasets), figsize=(4.5 * len(datasets), 3.8), squeeze=False, layout="constrained")
            for axis, dataset in zip(axes[0], datasets):
                scores, accuracy = known(metric, dataset)
                drawn = np.isfinite(scores)
                axis.scatter(scores[drawn], accuracy[drawn], s=4, alpha=0.4, color="#0072B2", linewidths=0)
                if log:
                    axis.set_xscale("log")
                tau = kendalltau(scores, accuracy).statistic
                left_out = f", {(~drawn).sum()} infinite" if not drawn.all() else ""
                axis.set_title(f"τ = {tau:.3f}, n = {len(scores)}{left_out}", fontsize=10)
                axis.set(xlabel=label, ylabel=f"{dataset} test accuracy (%)")
            plt.show()
        """),
      .markdown("## Trainability: accuracy against κ"), .code("scatter(\"kappa\", \"κ\", log=True)"),
      .markdown("## Expressivity: accuracy against R"), .code("scatter(\"regions\", \"R\")"),
      .markdown("## Both: accuracy against the rank sum"),
      .code("scatter(\"combined\", \"rank(κ) + rank(R)\")"),
    ]
  }

  private var metricsAlone: String {
    """
    if {"kappa", "regions"} <= set(metrics):
        drawn = cells[np.isfinite(cells["kappa"])]
        figure, axis = plt.subplots(figsize=(4.5, 3.8), layout="constrained")
        axis.scatter(drawn["kappa"], drawn["regions"], s=4, alpha=0.4, color="#0072B2", linewidths=0)
        axis.set(xscale="log", xlabel="κ", ylabel="R")
        axis.set_title(f"{len(cells) - len(drawn)} of {len(cells)} cells have an infinite κ", fontsize=10)
        plt.show()
    """
  }

  private var shares: [Notebook.Cell] {
    guard !operations.isEmpty else { return [] }
    return [
      .markdown("## Operations on the edges of the best tenth of the cells"),
      .code(
        """
        operations = [\(operations.map(Self.literal).joined(separator: ", "))]


        def shares(metric, ascending):
            \"""The share of each operation among the edges of the top 10% by a metric.\"""
            top = cells.sort_values(metric, ascending=ascending, kind="stable").head(max(1, -(-len(cells) // 10)))
            edges = top["architecture"].str.findall(r"([^|~+]+)~").explode()
            return edges.value_counts(normalize=True).reindex(operations, fill_value=0.0)


        best = {"κ": ("kappa", True), "R": ("regions", False)}
        table = pd.DataFrame({label: shares(*by) for label, by in best.items() if by[0] in metrics})
        axis = table.plot.bar(
            color=["#0072B2", "#E69F00"], rot=0, figsize=(8, 3.8), ylabel="share of edges", xlabel="")
        axis.legend(title="top 10% by")
        plt.show()
        table
        """),
    ]
  }

  /// A text as a Python literal, which JSON's are; a text always has one.
  private static func literal(_ text: String) -> String { try! JSON.string(text).line() }
}
