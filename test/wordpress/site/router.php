<?php
// Does what a web server does for WordPress: files as they are, all else to index.php of the folder that it is in.
$folder = getenv('EARSHOT_FOLDER');
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (is_file($_SERVER['DOCUMENT_ROOT'] . $path)) {
    return false;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = "$folder/index.php";
$_SERVER['SCRIPT_FILENAME'] = $_SERVER['DOCUMENT_ROOT'] . "$folder/index.php";
chdir($_SERVER['DOCUMENT_ROOT'] . $folder);
require $_SERVER['SCRIPT_FILENAME'];
