package dev.octet.deploy.advice;

import dev.octet.deploy.board.Answer;
import dev.octet.deploy.board.Text;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a board reports about itself. Sizes are in KB, -1 when unknown; texts are empty when
 * unknown.
 *
 * @param arch {@code uname -m}
 * @param bits of the system's programs: 32 or 64, 0 when unknown
 * @param model the board's name, such as {@code Raspberry Pi Zero W Rev 1.1}
 * @param cores CPU cores
 * @param kernel name and release of the kernel
 * @param memTotalKb physical memory
 * @param memAvailableKb memory that programs can get
 * @param swapTotalKb swap
 * @param swapFreeKb free swap
 * @param freeDiskKb free on the disk of the application's folder
 * @param time seconds since 1970 by its clock
 * @param governor the CPU's frequency governor
 * @param temperature of the CPU in degrees Celsius, -1 when unknown
 * @param throttled {@code vcgencmd get_throttled}'s bits, 0 when unknown
 * @param systemd whether it has systemctl
 * @param missing tools it lacks
 * @param java path of the JVM, or empty
 * @param javaVersion its version text, such as {@code 1.8.0_404}
 * @param javaMajor its feature version, 0 when unknown
 * @param javaProfile {@code compact1} to {@code compact3}, or empty for a full one
 * @param javaSays what {@code java -version} printed
 * @param vectorModule whether it starts with the module {@code jdk.incubator.vector}
 * @param unrolls whether it is a 64-bit Java 8 on ARM that can be told to unroll loops further
 * @param current the release that runs, or empty
 */
public record Facts(
    String arch,
    int bits,
    String model,
    int cores,
    String kernel,
    long memTotalKb,
    long memAvailableKb,
    long swapTotalKb,
    long swapFreeKb,
    long freeDiskKb,
    long time,
    String governor,
    int temperature,
    long throttled,
    boolean systemd,
    List<String> missing,
    String java,
    String javaVersion,
    int javaMajor,
    String javaProfile,
    List<String> javaSays,
    boolean vectorModule,
    boolean unrolls,
    String current) {
  /** The oldest Java that the vector kernels run on. */
  public static final int VECTOR_JAVA = 17;

  private static final Pattern VERSION = Pattern.compile("version \"((?:1\\.)?(\\d+)[^\"]*)\"");
  private static final Pattern PROFILE = Pattern.compile("profile (compact[123])");
  private static final Pattern THROTTLED = Pattern.compile("(?:throttled=)?(?:0x)?([0-9a-fA-F]+)");

  public static Facts of(Answer answer) {
    List<String> said = answer.all("javaSays").stream().map(Text::printable).toList();
    String text = String.join("\n", said);
    boolean starts = answer.number("javaExit", -1) == 0;
    Matcher version = VERSION.matcher(text);
    boolean versioned = starts && version.find();
    Matcher profile = PROFILE.matcher(text);
    Matcher throttled = THROTTLED.matcher(answer.first("throttled"));
    long total = answer.number("MemTotal", -1);
    return new Facts(
        Text.printable(answer.first("arch")),
        (int) answer.number("bits", 0),
        Text.printable(answer.first("board")),
        (int) answer.number("cores", 1),
        Text.printable(answer.first("kernel")),
        total,
        answer.number("MemAvailable", answer.number("MemFree", -1)),
        answer.number("SwapTotal", -1),
        answer.number("SwapFree", -1),
        answer.number("free", -1),
        answer.number("time", 0),
        Text.printable(answer.first("governor")),
        (int) Math.floorDiv(answer.number("temperature", -1), 1000),
        throttled.matches() ? Long.parseLong(throttled.group(1), 16) : 0,
        !answer.first("systemd").isEmpty(),
        answer.all("missing").stream().map(Text::printable).toList(),
        answer.first("java"),
        versioned ? version.group(1) : "",
        versioned ? Integer.parseInt(version.group(2)) : 0,
        profile.find() ? profile.group(1) : "",
        said,
        answer.first("vector").equals("yes"),
        answer.first("unrolls").equals("yes"),
        Text.printable(answer.first("current")));
  }

  /** Whether the processor and its system are ones that the vector kernels are for. */
  public boolean hasVectors() {
    return bits != 32 && List.of("aarch64", "arm64", "x86_64", "amd64").contains(arch);
  }

  /** Whether the board's JVM can use the vector kernels. */
  public boolean usesVectors() {
    return hasVectors() && javaMajor >= VECTOR_JAVA && vectorModule;
  }
}
