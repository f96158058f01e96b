// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines over a common axis, to be looked at. For one thread. */
public final class LineChart {

  /** Of the lines, in order; told apart by those who see few colours, too. */
  public static final List<Color> COLOURS =
      List.of(new Color(0x1A5FD0), new Color(0xE0A100), new Color(0x1F8A4C), new Color(0x8A2BE2));

  private static final int WIDTH = 900;
  private static final int HEIGHT = 360;
  private static final float LINE_WIDTH = 2;

  private final XYChart chart;

  /** An empty one. */
  public LineChart(String title, String across, String up) {
    // The screen is none of its business.
    System.setProperty("java.awt.headless", "true");
    chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(across)
            .yAxisTitle(up)
            .build();
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setDecimalPattern("#,##0.#");
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotBorderVisible(false);
    chart.getStyler().setLegendBorderColor(Color.WHITE);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
  }

  /** Adds a line through these points, which are as many across as up. */
  public LineChart line(String name, List<? extends Number> across, List<? extends Number> up) {
    XYSeries line = chart.addSeries(name, across, up);
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(COLOURS.get((chart.getSeriesMap().size() - 1) % COLOURS.size()));
    line.setLineWidth(LINE_WIDTH);
    return this;
  }

  /** Writes it as PNG. */
  public void save(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      BitmapEncoder.saveBitmap(chart, out, BitmapFormat.PNG);
    }
  }
}
