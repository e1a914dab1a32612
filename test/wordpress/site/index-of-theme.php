<!DOCTYPE html>
<html><head><title><?php wp_title(''); ?></title><?php wp_head(); ?></head>
<body><?php while (have_posts()) { the_post(); the_title('<h1>', '</h1>'); the_content(); } ?></body></html>
