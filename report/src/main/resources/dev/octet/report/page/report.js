"use strict";
(() => {
  const root = document.documentElement;
  root.classList.remove("no-js");
  const data = JSON.parse(document.getElementById("data").textContent);

  // Tables: a button in each heading sorts by data-v (a number) or by text; equals keep their order.
  for (const table of document.querySelectorAll("table.sortable")) {
    const headings = [...table.tHead.rows[0].cells];
    headings.forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      heading.textContent = "";
      heading.append(button);
      button.addEventListener("click", () => {
        const down = heading.getAttribute("aria-sort") === "ascending";
        headings.forEach((other) => other.removeAttribute("aria-sort"));
        heading.setAttribute("aria-sort", down ? "descending" : "ascending");
        const body = table.tBodies[0];
        const rows = [...body.rows].map((row) => {
          const cell = row.cells[column];
          const text = cell.dataset.v;
          return { row, key: text === undefined ? cell.textContent : text === "" ? null : Number(text) };
        });
        const sign = down ? -1 : 1;
        rows.sort((a, b) => {
          if (a.key === null || b.key === null) {
            return (a.key === null) - (b.key === null);
          }
          return sign * (typeof a.key === "number" ? a.key - b.key : a.key.localeCompare(b.key, "en"));
        });
        body.append(...rows.map((entry) => entry.row));
      });
    });
  }

  const layers = data.layers;
  if (layers.length === 0) {
    return;
  }
  const palette = () => {
    const style = getComputedStyle(root);
    return (name) => style.getPropertyValue("--" + name).trim();
  };
  const number = (value, digits) => (value === null || value === undefined ? "–" : value.toFixed(digits));
  const short = (value) => (value === null ? "–" : String(Number(value.toPrecision(4))));
  const select = document.getElementById("layer");
  let chosen = data.chosen;

  Chart.defaults.animation = false;
  Chart.defaults.maintainAspectRatio = false;
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;

  const lines = [
    { label: "cumulative", color: "int8", point: "circle", dash: [], value: (l) => l.cumulative.sqnrDb },
    { label: "isolated", color: "float", point: "triangle", dash: [6, 3], value: (l) => l.isolated.sqnrDb },
    { label: "logits, only this layer", color: "third", point: "rect", dash: [2, 2], value: (l) => l.logits.sqnrDb },
  ];
  const depth = new Chart(document.getElementById("depth"), {
    type: "line",
    data: {
      labels: layers.map((_, i) => i),
      datasets: lines
        .map((line) => ({
          label: line.label,
          data: layers.map(line.value),
          borderDash: line.dash,
          pointStyle: line.point,
          borderWidth: 2,
          spanGaps: true,
        }))
        .concat(
          data.others.map((other) => ({
            label: "cumulative, " + other.name,
            data: other.cumulative,
            borderDash: [10, 3, 2, 3],
            pointStyle: "crossRot",
            borderWidth: 1.5,
            spanGaps: true,
          })),
        ),
    },
    options: {
      interaction: { mode: "index", intersect: false },
      onClick: (event, elements) => elements.length > 0 && choose(elements[0].index),
      scales: {
        x: { title: { display: true, text: "layer, in order of execution" }, ticks: { maxRotation: 0, autoSkipPadding: 12 } },
        y: { title: { display: true, text: "SQNR, dB" } },
      },
      plugins: {
        legend: { labels: { usePointStyle: true, pointStyleWidth: 12, boxHeight: 6 } },
        tooltip: {
          callbacks: {
            title: (items) => items[0].label + " · " + layers[items[0].dataIndex].name,
            afterTitle: (items) => layers[items[0].dataIndex].kind + ", " + layers[items[0].dataIndex].shape,
            label: (item) => item.dataset.label + ": " + number(item.parsed.y, 1) + " dB",
          },
        },
      },
    },
  });

  const histogram = new Chart(document.getElementById("histogram"), {
    data: {
      labels: [],
      datasets: [
        { type: "line", label: "int8", data: [], stepped: "middle", pointRadius: 0, borderWidth: 2 },
        { type: "bar", label: "float", data: [], barPercentage: 1, categoryPercentage: 1, grouped: false },
        { type: "bar", label: "float, clipped", data: [], barPercentage: 1, categoryPercentage: 1, grouped: false },
      ],
    },
    options: {
      interaction: { mode: "index", intersect: false },
      scales: {
        x: { title: { display: true, text: "" }, ticks: { maxRotation: 0, autoSkipPadding: 24 } },
        y: { type: "logarithmic", title: { display: true, text: "% of values" }, ticks: { maxTicksLimit: 6 } },
      },
      plugins: {
        legend: { labels: { boxWidth: 14 } },
        tooltip: { callbacks: { label: (item) => item.dataset.label + ": " + short(item.parsed.y) + " %" } },
      },
    },
  });

  function facts(layer) {
    const range = layer.range;
    const weights = layer.weights;
    const rows = [
      ["tensor", layer.tensor + ", " + layer.shape + " " + layer.type],
      ["SQNR", number(layer.cumulative.sqnrDb, 1) + " dB cumulative, " + number(layer.isolated.sqnrDb, 1) + " dB isolated"],
      ["cosine", number(layer.cumulative.cosine, 5)],
      ["cost", layer.costShare === null ? "–" : number(layer.costShare, 1) + " % of the noise in the logits"],
      ["float range", short(range.floatMin) + " to " + short(range.floatMax)],
      ["int8 range", short(range.low) + " to " + short(range.high)],
      ["saturated", layer.saturation === null ? "–" : number(100 * layer.saturation, 4) + " %"],
    ];
    if (weights !== null) {
      rows.push(["weights", short(weights.low) + " to " + short(weights.high) + ", " + weights.channels + " channels" + (weights.dead > 0 ? ", " + weights.dead + " dead" : "")]);
    }
    const list = document.getElementById("facts");
    list.textContent = "";
    for (const [name, value] of rows) {
      const term = document.createElement("dt");
      const text = document.createElement("dd");
      term.textContent = name;
      text.textContent = value;
      list.append(term, text);
    }
  }

  function show() {
    const layer = layers[chosen];
    const bins = layer.histogram;
    if (bins !== null) {
      const real = bins.scale !== null;
      const labels = bins.float.map((_, i) => {
        const level = bins.firstLevel + (i + 0.5) * bins.levelsPerBin - 0.5;
        return real ? short(bins.scale * (level - bins.zeroPoint)) : String(Math.round(level));
      });
      const share = (counts) => {
        const sum = counts.reduce((a, b) => a + b, 0);
        return counts.map((count) => (count === 0 ? null : (100 * count) / sum));
      };
      const outside = (i) => i < data.outside || i >= bins.float.length - data.outside;
      histogram.data.labels = labels;
      histogram.data.datasets[0].data = share(bins.int8);
      const float = share(bins.float);
      histogram.data.datasets[1].data = float.map((value, i) => (outside(i) ? null : value));
      histogram.data.datasets[2].data = float.map((value, i) => (outside(i) ? value : null));
      histogram.options.scales.x.title.text = real ? "value" : "element (each channel has its own scale)";
    } else {
      histogram.data.labels = [];
      histogram.data.datasets.forEach((set) => (set.data = []));
    }
    histogram.update();
    depth.data.datasets.forEach((set) => {
      set.pointRadius = (context) => (context.dataIndex === chosen ? 7 : layers.length > 80 ? 2 : 3);
    });
    depth.update();
    facts(layer);
    select.value = String(chosen);
    for (const row of document.querySelectorAll("#layer-table tbody tr")) {
      row.classList.toggle("chosen", row.querySelector(".pick").dataset.layer === String(chosen));
    }
  }

  function choose(index) {
    chosen = Math.min(Math.max(index, 0), layers.length - 1);
    show();
  }

  function paint() {
    const color = palette();
    for (const chart of [depth, histogram]) {
      for (const axis of Object.values(chart.options.scales)) {
        axis.grid = { color: color("line") };
        axis.ticks.color = color("dim");
        axis.title.color = color("dim");
      }
      chart.options.plugins.legend.labels.color = color("text");
    }
    depth.data.datasets.forEach((set, i) => {
      set.borderColor = set.backgroundColor = i < lines.length ? color(lines[i].color) : color("fourth");
    });
    ["int8", "float", "fourth"].forEach((name, i) => {
      histogram.data.datasets[i].borderColor = histogram.data.datasets[i].backgroundColor = color(name);
    });
    show();
  }

  select.addEventListener("change", () => choose(Number(select.value)));
  document.getElementById("depth").addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      choose(chosen + step);
    }
  });
  for (const button of document.querySelectorAll("button.pick")) {
    button.addEventListener("click", () => {
      choose(Number(button.dataset.layer));
      select.scrollIntoView({ block: "center" });
    });
  }
  const repaint = () => {
    paint();
    depth.resize();
    histogram.resize();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  addEventListener("beforeprint", repaint);
  addEventListener("afterprint", repaint);
  paint();
})();
