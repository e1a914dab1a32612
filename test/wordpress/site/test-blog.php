<?php
// Loaded by WordPress as a plugin of the site: no mail, feed links on every page, products, and a door for REST.
add_filter('pre_wp_mail', '__return_true');
add_action('after_setup_theme', fn() => add_theme_support('automatic-feed-links'));
add_action('init', function () {
    register_post_type('product', ['public' => true, 'has_archive' => true, 'show_in_rest' => true, 'supports' => ['title', 'comments']]);
});
add_filter('rest_authentication_errors', function ($error) {
    return get_option('rest_is_closed') ? new WP_Error('rest_closed', 'Members only.', ['status' => 401]) : $error;
});
