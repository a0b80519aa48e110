package dev.octet.deploy.release;

/**
 * The systemd units of an application: a socket, and for each connection a process of the release
 * that runs.
 *
 * @param socket text of {@code octet-NAME.socket}
 * @param connection text of {@code octet-NAME@.service}
 */
public record ServiceUnits(String socket, String connection) {
  /** Stands for the quoted path of the launcher where only the board knows it. */
  private static final String PROGRAM = "@PROGRAM@";

  private static final String SOCKET =
      """
      [Unit]
      Description=Octet: %s

      [Socket]
      ListenStream=%%t/octet-%s.sock
      SocketMode=%s
      Accept=yes
      MaxConnections=4

      [Install]
      WantedBy=sockets.target
      """;

  private static final String CONNECTION =
      """
      [Unit]
      Description=Octet: %s, a connection

      [Service]
      ExecStart="%s" --serve
      StandardInput=socket
      StandardOutput=socket
      StandardError=journal
      NoNewPrivileges=yes
      """;

  /** The model's process needs no right, no network, no device and no file but its own. */
  private static final String HARDENING =
      """
      DynamicUser=yes
      UMask=0077
      CapabilityBoundingSet=
      PrivateTmp=yes
      PrivateDevices=yes
      PrivateNetwork=yes
      ProtectSystem=strict
      ProtectHome=yes
      ProtectProc=invisible
      ProtectClock=yes
      ProtectControlGroups=yes
      ProtectHostname=yes
      ProtectKernelLogs=yes
      ProtectKernelModules=yes
      ProtectKernelTunables=yes
      RestrictAddressFamilies=AF_UNIX
      RestrictNamespaces=yes
      RestrictRealtime=yes
      RestrictSUIDSGID=yes
      LockPersonality=yes
      SystemCallArchitectures=native
      SystemCallFilter=@system-service
      MemoryMax=%dM
      Environment=OCTET_JAVA_OPTS=-Xmx%dm
      """;

  /**
   * Units for a user's own systemd. The board puts the launcher's path in the place of
   * {@code @PROGRAM@}.
   *
   * @param name the application's name: letters, digits, '.', '_' and '-'
   */
  public static ServiceUnits ofUser(String name) {
    return new ServiceUnits(SOCKET.formatted(name, name, "0600"), connection(name, PROGRAM));
  }

  /**
   * Hardened units for the system's systemd.
   *
   * @param program the launcher's path, without characters that systemd would read otherwise
   * @param heap the JVM's heap in MB
   * @param memory what a process may take in MB; the kernel ends it when it takes more
   */
  public static ServiceUnits ofSystem(String name, String program, long heap, long memory) {
    return new ServiceUnits(
        SOCKET.formatted(name, name, "0660"),
        connection(name, program) + HARDENING.formatted(memory, heap));
  }

  private static String connection(String name, String program) {
    return CONNECTION.formatted(name, program);
  }
}
