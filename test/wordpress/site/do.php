<?php
// Does what a test asks: [verb, argument] as JSON on stdin; what comes of it as JSON in the last line of stdout.
[, $site] = $argv;
[$verb, $what] = json_decode(file_get_contents('php://stdin'), true);
$_SERVER['HTTP_HOST'] = parse_url(getenv('EARSHOT_HOME'), PHP_URL_HOST) . ':' . parse_url(getenv('EARSHOT_HOME'), PHP_URL_PORT);
if ($verb === 'install') {
    define('WP_INSTALLING', true);
    function wp_new_blog_notification() {}
}
require "$site/wp-load.php";

const LONG_AGO = '2026-09-30T10:00:00Z';

function install($title)
{
    require_once ABSPATH . 'wp-admin/includes/upgrade.php';
    wp_install($title, 'owner', 'owner@blog.example', true, '', 'a password of no account');
    switch_theme('test-theme');
    wp_delete_comment(1, true);
    as_of(LONG_AGO);
}

function settings($settings)
{
    foreach ($settings as $name => $value) {
        update_option($name, $value);
    }
}

// In a run after that of the setting: kinds of posts add their rules as they are made known.
function flush_rules()
{
    flush_rewrite_rules(false);
}

// Most posts were a draft once; what comes by mail or from a phone never was one, and gets another guid.
function post($post)
{
    $at = $post['at'] ?? LONG_AGO;
    $wasDraft = $post['wasDraft'] ?? true;
    $id = wp_insert_post([
        'post_title' => $post['title'],
        'post_name' => sanitize_title($post['title']),
        'post_type' => $post['type'] ?? 'post',
        'post_content' => 'A post.',
        'post_status' => $wasDraft ? 'draft' : 'publish',
        'post_date' => get_date_from_gmt(in_sql($at)),
        'comment_status' => 'open',
    ], true);
    if (is_wp_error($id)) {
        throw new Exception($id->get_error_message());
    }
    if ($wasDraft) {
        wp_update_post(['ID' => $id, 'post_status' => 'publish']);
    }
    as_of($at, "WHERE ID = $id");
    return ['id' => $id, 'url' => get_permalink($id)];
}

// A feed was changed, it says, when any post was, if no comment is newer; and those of tests are not of today.
function as_of($at, $which = '')
{
    global $wpdb;
    $utc = in_sql($at);
    $day = get_date_from_gmt($utc);
    $wpdb->query("UPDATE $wpdb->posts SET post_date = '$day', post_date_gmt = '$utc', post_modified = '$day', post_modified_gmt = '$utc' $which");
    wp_cache_flush();
}

function in_sql($at)
{
    return str_replace(['T', 'Z'], [' ', ''], $at);
}

function comments($comments)
{
    return array_map(function ($comment) {
        $at = in_sql($comment['at']);
        return (int) wp_insert_comment(wp_filter_comment(wp_slash([
            'comment_post_ID' => $comment['post'],
            'comment_author' => $comment['author'] ?? 'Visitor',
            'comment_author_email' => '',
            'comment_author_url' => $comment['url'] ?? '',
            'comment_author_IP' => '127.0.0.1',
            'comment_agent' => '',
            'comment_content' => $comment['text'],
            'comment_date_gmt' => $at,
            'comment_date' => get_date_from_gmt($at),
            'comment_parent' => $comment['parent'] ?? 0,
            'comment_approved' => ($comment['waits'] ?? false) ? 0 : 1,
            'comment_type' => $comment['type'] ?? 'comment',
            'user_id' => 0,
        ])));
    }, $comments);
}

function approve($ids)
{
    foreach ($ids as $id) {
        wp_set_comment_status($id, 'approve');
    }
}

function remove($ids)
{
    foreach ($ids as $id) {
        wp_delete_comment($id, true);
    }
}

echo "\n", json_encode($verb($what));
