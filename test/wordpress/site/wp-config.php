<?php
// Everything that differs from run to run comes from the environment.
$table_prefix = 'wp_';
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('EARSHOT_SOCKET'));
define('DB_CHARSET', 'utf8mb4');
define('WP_HOME', getenv('EARSHOT_HOME'));
define('WP_SITEURL', getenv('EARSHOT_HOME'));
// Nothing goes out, and nothing runs but what a test asks for.
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
