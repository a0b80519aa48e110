package dev.octet.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.octet.cli.console.Figures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The report in Chromium, with hostile names in it. */
class ReportBrowserTest {
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium.devtools");

  private static ReportFixture fixture;
  private static ChromeDriver browser;

  @BeforeAll
  static void open() throws IOException {
    Path chromium = Tool.find("chromium", "google-chrome");
    Path driver = Tool.find("chromedriver");
    // It misses classes for this browser's version that no test uses.
    SELENIUM.setLevel(Level.OFF);
    fixture = ReportFixture.get();
    browser = start(chromium, driver, true);
    browser.get(fixture.report.toUri().toString());
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.quit();
    }
  }

  private static ChromeDriver start(Path chromium, Path driver, boolean script) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1200,1000");
    if (!script) {
      options.setExperimentalOption(
          "prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
    }
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    return new ChromeDriver(
        new ChromeDriverService.Builder().usingDriverExecutable(driver.toFile()).build(), options);
  }

  private static Object run(String script, Object... arguments) {
    return browser.executeScript(script, arguments);
  }

  @Test
  void nothingIsWrittenToTheConsoleAndNothingIsFetched() throws IOException {
    List<String> lines = new ArrayList<>();
    for (LogEntry entry : browser.manage().logs().get(LogType.BROWSER)) {
      lines.add(entry.toString());
    }
    assertEquals(List.of(), lines);
    int requests = 0;
    ObjectMapper json = new ObjectMapper();
    for (LogEntry entry : browser.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = json.readTree(entry.getMessage()).path("message");
      if ("Network.requestWillBeSent".equals(message.path("method").asText())) {
        String url = message.at("/params/request/url").asText();
        requests++;
        assertTrue(url.startsWith("data:") || url.endsWith("/report.html"), url);
      }
    }
    assertTrue(requests > 0, "the log of requests is empty");
    assertEquals(0L, run("return performance.getEntriesByType('resource').length"));
  }

  @Test
  void thePolicyForbidsWhatThePageDoesNotNeed() {
    String policy =
        browser
            .findElement(By.cssSelector("meta[http-equiv=Content-Security-Policy]"))
            .getDomAttribute("content");
    assertTrue(policy.startsWith("default-src 'none';"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    assertFalse(policy.contains("http"), policy);
  }

  @Test
  void chartsAreDrawn() {
    for (String id : List.of("depth", "histogram")) {
      long colours =
          (Long)
              run(
                  "const c = document.getElementById(arguments[0]);"
                      + "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                      + "const s = new Set(new Uint32Array(d.buffer)); return s.size;",
                  id);
      assertTrue(colours > 20, id + " has " + colours + " colours");
    }
  }

  @Test
  void aLayerIsChosenByMouseAndByKeyboard() {
    WebElement select = browser.findElement(By.id("layer"));
    browser.findElements(By.cssSelector("#layer-table button.pick")).get(3).click();
    String chosen = select.getDomProperty("value");
    WebElement chart = browser.findElement(By.id("depth"));
    chart.sendKeys(Keys.ARROW_RIGHT);
    assertEquals(Integer.parseInt(chosen) + 1, Integer.parseInt(select.getDomProperty("value")));
    assertTrue(browser.findElement(By.id("facts")).getText().contains("dB cumulative"));
    assertNotEquals("", run("return Chart.getChart('histogram').data.labels.join()"));
  }

  @Test
  void tablesSort() {
    WebElement heading =
        browser.findElement(By.xpath("//table[@id='layer-table']//button[text()='Cumulative dB']"));
    heading.sendKeys(Keys.ENTER);
    List<Double> up = column();
    assertEquals(up.stream().sorted().toList(), up);
    heading.click();
    List<Double> down = column();
    assertEquals(up.size(), down.size());
    assertEquals(up.get(up.size() - 1), down.get(0));
    assertTrue(up.size() > 20 && down.get(0) > down.get(down.size() - 1));
    assertEquals(
        "descending",
        browser
            .findElement(By.cssSelector("#layer-table th[aria-sort]"))
            .getDomAttribute("aria-sort"));
  }

  private static List<Double> column() {
    List<Double> values = new ArrayList<>();
    for (WebElement cell :
        browser.findElements(By.cssSelector("#layer-table tbody td:nth-child(5)"))) {
      values.add(Double.valueOf(cell.getDomAttribute("data-v")));
    }
    return values;
  }

  @Test
  void thumbnailsLoad() {
    List<WebElement> pictures = browser.findElements(By.cssSelector(".shot img"));
    assertTrue(pictures.size() >= 32, "pictures: " + pictures.size());
    for (WebElement picture : pictures) {
      assertEquals(
          56L, run("return arguments[0].complete ? arguments[0].naturalWidth : 0", picture));
    }
  }

  @Test
  void hostileNamesAreText() {
    String text = (String) run("return document.querySelector('main').textContent");
    for (String label : ReportFixture.HOSTILE) {
      assertTrue(text.contains(label), "no " + label + " in the page");
    }
    assertTrue(text.contains("model <b>.octet"), "the model's name");
    assertEquals(0, browser.findElements(By.cssSelector("main b b, main img[src=x]")).size());
    assertEquals(3, browser.findElements(By.tagName("script")).size());
    // Right-to-left text stays inside its element.
    for (WebElement element : browser.findElements(By.xpath("//*[contains(text(), '\u202e')]"))) {
      assertTrue(List.of("bdi", "code").contains(element.getTagName()), element.getTagName());
    }
    long overflow =
        (Long)
            run(
                "return document.documentElement.scrollWidth -"
                    + " document.documentElement.clientWidth");
    assertEquals(0, overflow, "long names widen the page");
  }

  @Test
  void withoutScriptTheFiguresAreThere() throws IOException {
    JsonNode json = new ObjectMapper().readTree(fixture.json.toFile());
    ChromeDriver plain =
        start(Tool.find("chromium", "google-chrome"), Tool.find("chromedriver"), false);
    try {
      plain.get(fixture.report.toUri().toString());
      assertTrue(
          plain.findElement(By.id("verdict")).getText().contains("inputs"),
          plain.findElement(By.id("verdict")).getText());
      String figures = plain.findElement(By.cssSelector("table.figures")).getText();
      String agreement = Figures.fixed(json.get("agreement").asDouble(), 2) + " %";
      assertTrue(figures.contains("Agreement") && figures.contains(agreement), figures);
      assertEquals(
          json.get("layers").size(),
          plain.findElements(By.cssSelector("#layer-table tbody tr")).size());
      assertFalse(plain.findElement(By.id("depth")).isDisplayed());
      assertTrue(plain.findElement(By.cssSelector(".no-js-only")).isDisplayed());
      assertTrue(plain.findElement(By.cssSelector(".shot img")).isDisplayed());
    } finally {
      plain.quit();
    }
  }
}
