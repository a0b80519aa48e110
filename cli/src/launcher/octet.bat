@echo off
rem Starts Octet. JAVA_HOME: JDK 17 or newer; OCTET_OPTS: more options for the JVM, such as -Xmx4g.
setlocal
set JAVA=java
if defined JAVA_HOME set JAVA=%JAVA_HOME%\bin\java
for %%j in ("%~dp0..\lib\octet-cli-*.jar") do set JAR=%%j
"%JAVA%" --add-modules=jdk.incubator.vector -XX:+UseSerialGC %OCTET_OPTS% "-Doctet.home=%~dp0.." -jar "%JAR%" %*
exit /b %ERRORLEVEL%
