@echo off
setlocal
chcp 65001 > nul
rem 双击启动看板；第一次会装好依赖，要几分钟。窗口开着，看板就开着。
rem pushd：放在网络上的文件夹里也行，cd 到不了那里
pushd "%~dp0..\.."
set PYTHONUTF8=1
py -3 -m kpi serve %*
set status=%errorlevel%
popd
if %status% neq 0 (
  echo.
  if %status% equ 9009 echo 没有找到 py：请安装 Python 3.11 或更新的版本，装好后再双击一次。
  echo 没有启动成功，原因见上面。
  if "%~1"=="" pause
)
exit /b %status%
