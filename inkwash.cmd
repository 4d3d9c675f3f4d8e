@echo off
rem Runs the inkwash command on Windows. The first use builds it; delete the folder .inkwash to build again.
setlocal
set "HOME_DIR=%~dp0"
set "BUILD=%HOME_DIR%.inkwash\windows"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -version >nul 2>&1 || (echo inkwash: java is not found: install a JDK, 17 or newer, or set JAVA_HOME 1>&2 & exit /b 1)

if not exist "%BUILD%\classpath" (
  where mvn >nul 2>&1 || (echo inkwash: mvn is not found, and the first use builds: install Maven, 3.8 or newer 1>&2 & exit /b 1)
  echo building Inkwash, first use, may fetch 200 MB ... 1>&2
  if not exist "%BUILD%" mkdir "%BUILD%"
  call mvn -B -q -f "%HOME_DIR%pom.xml" -Dmaven.test.skip=true -Dbuild.folder=target/launcher -pl cli -am package >"%BUILD%\build.log" 2>&1 || (
    echo inkwash: the build failed: the whole output of Maven is in %BUILD%\build.log 1>&2
    exit /b 1
  )
  for %%m in (cli studio library algebra) do copy /y "%HOME_DIR%%%m\target\launcher\inkwash-%%m.jar" "%BUILD%" >nul
  copy /y "%HOME_DIR%cli\target\launcher\classpath" "%BUILD%\classpath" >nul
)

for /f "usebackq delims=" %%c in ("%BUILD%\classpath") do set "LIBRARIES=%%c"
if not defined OPENBLAS_NUM_THREADS set "OPENBLAS_NUM_THREADS=1"
if not defined INKWASH_HEAP set "INKWASH_HEAP=2g"
echo %INKWASH_HEAP%| findstr /r /x "[0-9][0-9]*[kKmMgGtT]* *" >nul || (
  echo inkwash: INKWASH_HEAP is '%INKWASH_HEAP%'; allowed: a whole number and k, m, g or t, as in 4g 1>&2
  exit /b 1
)
set "COLLECTOR=-XX:+UseSerialGC"
if defined INKWASH_JAVA_OPTS echo "%INKWASH_JAVA_OPTS%" | findstr /r /c:"-XX:+Use[A-Za-z0-9]*GC" >nul && set "COLLECTOR="
set "CLASSPATH=%BUILD%\inkwash-cli.jar;%BUILD%\inkwash-studio.jar;%BUILD%\inkwash-library.jar;%BUILD%\inkwash-algebra.jar;%LIBRARIES%"
"%JAVA%" -Xmx%INKWASH_HEAP% %COLLECTOR% -Djava.awt.headless=true --enable-native-access=ALL-UNNAMED -Dorg.bytedeco.javacpp.maxBytes=0 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 %INKWASH_JAVA_OPTS% io.inkwash.cli.Inkwash %*
exit /b %ERRORLEVEL%
